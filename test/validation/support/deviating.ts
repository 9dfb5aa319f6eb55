import "reflect-metadata";
import { Type } from "class-transformer";
import { IsNumber, IsOptional, IsString, ValidateNested } from "class-validator";

export class Tag {
  @IsString() name!: string;

  radius(): number {
    return 0;
  }
}

export abstract class Shape {}
export class Circle extends Shape {
  @IsNumber() radius!: number;
}
export class Square extends Shape {
  @IsNumber() side!: number;
  @IsOptional()
  @ValidateNested()
  @Type(() => Shape, {
    discriminator: {
      property: "kind",
      subTypes: [
        { name: "circle", value: Circle },
        { name: "square", value: Square },
      ],
    },
  })
  inside?: Shape;
}

/** The options of a `@Type` by which `kind` chooses the class. */
export const SHAPES = {
  discriminator: {
    property: "kind",
    subTypes: [
      { name: "circle", value: Circle },
      { name: "square", value: Square },
    ],
  },
};

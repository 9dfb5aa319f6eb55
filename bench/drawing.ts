import { Type } from "class-transformer";
import { IsInt, IsString, ValidateNested } from "class-validator";

class Position {
  @IsInt() x!: number;
  @IsInt() y!: number;
}

class Item {
  @IsString() name!: string;
  @ValidateNested() @Type(() => Position) position!: Position;
}

/** A payload of very many nested items. */
export class Drawing {
  @ValidateNested({ each: true }) @Type(() => Item) items!: Item[];
}

/** @param nameOf Gives the name of an item, which is a text where the drawing is valid. */
export const drawingOf = (count: number, nameOf: (index: number) => unknown): Drawing => ({
  items: Array.from({ length: count }, (_, index) => ({
    name: nameOf(index) as string,
    position: { x: index, y: -index },
  })),
});

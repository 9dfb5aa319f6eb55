import "reflect-metadata";
import { Exclude, Expose, Transform, TransformationType, Type } from "class-transformer";
import { Allow, IsArray, IsOptional, IsString, ValidateNested } from "class-validator";
import { DtoValidator } from "../../src/validation/index.js";

// What class-transformer's own tests say of plain data that becomes an instance, in the words of this room.
const read = <Dto extends object>(dto: new () => Dto, data: object): Promise<Dto> =>
  new DtoValidator(dto).read(data);

class Photo {
  @Allow() id!: number;
  @Allow() filename?: string;
  @Exclude() @Allow() metadata?: string;
}

describe("names", () => {
  class User {
    @Expose({ name: "myName" }) @Allow() firstName!: string;
    @Expose({ name: "secondName" }) @Transform(({ value }) => value.toUpperCase()) @Allow() lastName!: string;
    @Exclude() @Allow() password?: string;
    @Expose() get name(): string {
      return `${this.firstName} ${this.lastName}`;
    }
  }

  it("of the data are those under which properties are exposed", async () => {
    const user = await read(User, { myName: "Ada", secondName: "Byron", password: "secret" });
    expect({ ...user }).toEqual({ firstName: "Ada", lastName: "BYRON" });
    expect(user.name).toBe("Ada BYRON");
  });

  @Exclude()
  class Closed {
    @Expose() @Allow() open?: string;
    @Allow() closed?: string;
  }

  it("of a class that is excluded are those that it exposes", async () => {
    expect({ ...(await read(Closed, { open: "a", closed: "b", extra: "c" })) }).toEqual({ open: "a" });
  });

  it("of an ancestor count too", async () => {
    class Admin extends User {
      @Expose({ name: "grade" }) @Allow() level!: number;
    }
    const admin = await read(Admin, { myName: "Ada", secondName: "Byron", password: "x", grade: 3 });
    expect({ ...admin }).toEqual({ firstName: "Ada", lastName: "BYRON", level: 3 });
  });

  it("of one group are nobody's where no group is asked for", async () => {
    class Grouped {
      @Allow() id!: number;
      @Expose({ groups: ["admin"] }) @Allow() secret?: string;
    }
    expect({ ...(await read(Grouped, { id: 1, secret: "x" })) }).toEqual({ id: 1 });
  });
});

describe("a @Transform", () => {
  it("is given the value, its key, the data and the direction", async () => {
    const seen: unknown[] = [];
    class User {
      @Transform(({ value, key, obj, type }) => seen.push(value, key, obj, type)) @Allow() name!: unknown;
    }
    const data = { name: "Ada" };
    await read(User, data);
    expect(seen).toEqual(["Ada", "name", data, TransformationType.PLAIN_TO_CLASS]);
    expect(seen[2]).toBe(data);
  });

  it("that stands higher is applied first, at every reading", async () => {
    class User {
      @Transform(({ value }) => `${value}3`)
      @Transform(({ value }) => `${value}2`)
      @Expose()
      @IsString()
      name!: string;
    }
    expect((await read(User, { name: "1" })).name).toBe("132");
    expect((await read(User, { name: "1" })).name).toBe("132");
  });

  it("for the other direction is not applied", async () => {
    class User {
      @Transform(() => "plain", { toPlainOnly: true })
      @Transform(({ value }) => `${value}!`, { toClassOnly: true })
      @IsString()
      name!: string;
    }
    expect((await read(User, { name: "Ada" })).name).toBe("Ada!");
  });

  it("is not applied to a default", async () => {
    class User {
      @Expose({ name: "AGE" })
      @Transform(({ value }) => Number.parseInt(value, 10))
      @IsOptional()
      age?: number = 18;
      @Transform(({ value }) => !!value) @IsOptional() admin?: boolean = false;
    }
    expect({ ...(await read(User, {})) }).toEqual({ age: 18, admin: false });
    expect({ ...(await read(User, { AGE: "36", admin: "yes" })) }).toEqual({ age: 36, admin: true });
  });

  it("follows a @Type", async () => {
    class User {
      @Type(() => Date) @Transform(({ value }) => value.getTime()) @Allow() born!: unknown;
    }
    expect((await read(User, { born: "1970-01-01T00:00:01Z" })).born).toBe(1000);
  });
});

describe("a @Type", () => {
  class User {
    @Type(() => String) @IsOptional() text?: string;
    @Type(() => Number) @IsOptional() number?: number;
    @Type(() => Boolean) @IsOptional() boolean?: boolean;
    @Type(() => Date) @IsOptional() date?: Date;
    @Type(() => Number) @IsOptional() numbers?: number[];
    @Type(() => Number) @IsOptional() set?: Set<number>;
    @Type(() => Number) @IsOptional() map?: Map<string, number>;
  }

  it("converts to primitives and Dates", async () => {
    const data = { text: 12, number: "12", boolean: 1, date: "1970-01-01T00:00:01Z" };
    expect({ ...(await read(User, data)) }).toMatchObject({
      text: "12",
      number: 12,
      boolean: true,
      date: new Date(1000),
    });
  });

  it("converts each element", async () => {
    const made = await read(User, { numbers: ["1", "2"], set: ["1", "1"], map: { a: "1" } });
    expect({ ...made }).toMatchObject({ numbers: [1, 2], set: new Set([1]), map: new Map([["a", 1]]) });
  });

  it("leaves null as it is", async () => {
    expect({ ...(await read(User, { text: null, date: null })) }).toMatchObject({ text: null, date: null });
  });

  it("makes nested instances, whose decorators count", async () => {
    class Album {
      @ValidateNested() @Type(() => Photo) cover!: Photo;
      @ValidateNested({ each: true }) @Type(() => Photo) photos!: Photo[];
      @ValidateNested({ each: true }) @Type(() => Photo) set!: Set<Photo>;
    }
    const photo = (id: number) => ({ id, metadata: "taken by" });
    const { cover, photos, set } = await read(Album, {
      cover: photo(1),
      photos: [photo(2), photo(3)],
      set: [photo(4)],
    });
    for (const each of [cover, ...photos, ...set]) {
      expect(each).toBeInstanceOf(Photo);
      expect(Object.entries(each).filter(([, value]) => value !== undefined)).toEqual([
        ["id", expect.any(Number)],
      ]);
    }
  });

  it("may depend on the data", async () => {
    class Video {
      @Allow() length!: number;
    }
    class Holder {
      @ValidateNested()
      @Type((help) => ("length" in (help?.object.media ?? {}) ? Video : Photo))
      media!: Photo | Video;
    }
    expect((await read(Holder, { media: { length: 1 } })).media).toBeInstanceOf(Video);
    expect((await read(Holder, { media: { id: 1 } })).media).toBeInstanceOf(Photo);
  });

  it("of a class without rules makes an instance where nothing nested is validated", async () => {
    class Plain {
      name?: string;
    }
    class Holder {
      @Type(() => Plain) @Allow() one!: Plain;
      @Type(() => Plain) @Allow() many!: Plain[] | undefined;
    }
    const { one, many } = await read(Holder, { one: { name: "a" }, many: [{ name: "b" }] });
    expect([one, ...(many ?? [])]).toEqual([expect.any(Plain), expect.any(Plain)]);
  });
});

describe("a discriminator that is kept", () => {
  class Landscape extends Photo {
    @Allow() panorama!: boolean;
    @IsString() __type!: string;
  }
  class Portrait extends Photo {
    @Allow() person!: string;
    @IsString() __type!: string;
  }
  class Album {
    @ValidateNested()
    @Type(() => Photo, {
      keepDiscriminatorProperty: true,
      discriminator: {
        property: "__type",
        subTypes: [
          { value: Landscape, name: "landscape" },
          { value: Portrait, name: "portrait" },
        ],
      },
    })
    top!: Landscape | Portrait;
  }

  it("is in the instance, and has to be declared", async () => {
    const { top } = await read(Album, { top: { id: 1, panorama: true, __type: "landscape" } });
    expect(top).toBeInstanceOf(Landscape);
    expect(top.__type).toBe("landscape");
  });
});

describe("hostile data", () => {
  it("that has a list for its prototype is not made a list", async () => {
    class Shop {
      @IsArray() categories!: unknown[];
    }
    const categories = { "100000000": "100000000", __proto__: [] };
    const { issues } = await new DtoValidator(Shop).explain({ categories });
    expect(issues).toMatchObject([{ path: "value.categories", constraint: "isArray" }]);
  });

  it.each(['{ "__proto__": { "admin": true } }', '{ "constructor": { "prototype": { "admin": true } } }'])(
    "changes no prototype: %s",
    async (text) => {
      const { issues } = await new DtoValidator(Photo).explain(JSON.parse(text));
      expect(issues).toMatchObject([{ constraint: "whitelistValidation" }]);
      expect(Object.hasOwn(Object.prototype, "admin")).toBe(false);
    },
  );

  it("may have no prototype", async () => {
    expect(await read(Photo, Object.assign(Object.create(null), { id: 1 }))).toBeInstanceOf(Photo);
  });
});

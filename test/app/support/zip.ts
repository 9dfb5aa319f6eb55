import { crc32 } from "node:zlib";

/** The bytes of a ZIP archive that stores files as they are, each executable. */
export function zip(files: Readonly<Record<string, string>>): Buffer {
  const entries: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const path = Buffer.from(name);
    const data = Buffer.from(text);
    const fields = commonFields(path, data);
    const entry = Buffer.concat([uint32(0x04034b50), fields, path, data]);
    // Unix, as the extractor reads permissions only of archives made there.
    const madeBy = uint16(0x0314);
    const mode = uint32((0o100755 << 16) >>> 0);
    const rest = [uint16(0), uint16(0), uint16(0), mode, uint32(offset), path];
    directory.push(Buffer.concat([uint32(0x02014b50), madeBy, fields, ...rest]));
    entries.push(entry);
    offset += entry.length;
  }
  const index = Buffer.concat(directory);
  const count = uint16(directory.length);
  const sizes = [uint16(0), uint16(0), count, count, uint32(index.length), uint32(offset), uint16(0)];
  return Buffer.concat([...entries, index, uint32(0x06054b50), ...sizes]);
}

/** What an entry and its place in the directory both say: from the version needed to the lengths. */
function commonFields(path: Buffer, data: Buffer): Buffer {
  const [flags, stored, time, date] = [uint16(0), uint16(0), uint16(0), uint16(0x21)];
  const size = uint32(data.length);
  return Buffer.concat([
    uint16(20),
    ...[flags, stored, time, date],
    ...[uint32(crc32(data)), size, size],
    ...[uint16(path.length), uint16(0)],
  ]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

import { getMetadataStorage } from "class-validator";
import type { Class } from "../../decorators/metadata.js";

/** Whether class-validator knows any rule for the class or an ancestor. */
export const describesDto = (dto: Class): boolean =>
  getMetadataStorage().getTargetValidationMetadatas(dto, "", false, false).length > 0;

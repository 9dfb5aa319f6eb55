import { ValidateBy } from "class-validator";
import { isRecord } from "../../src/validation/is-record.js";

/** A DTO's property that is a workflow's id, or a workflow's definition as it is written in place. */
export const WorkflowReference = (): PropertyDecorator =>
  ValidateBy({
    name: "isWorkflow",
    validator: {
      validate: (value) => isRecord(value) || (typeof value === "string" && value !== ""),
      defaultMessage: () => "$property must be a workflow or a workflow's id",
    },
  });

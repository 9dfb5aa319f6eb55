import { isRecord } from "../validation/is-record.js";
import { FreeValue } from "./free-value.js";

/** A DTO's property that is a workflow's id, or a workflow's definition as it is written in place. */
export const WorkflowReference = (): PropertyDecorator =>
  FreeValue({
    name: "isWorkflow",
    validator: {
      validate: (value) => isRecord(value) || (typeof value === "string" && value !== ""),
      defaultMessage: () => "$property must be a workflow or a workflow's id",
    },
  });

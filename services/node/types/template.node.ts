import { IsIn, IsString } from "class-validator";
import { injectable } from "inversify";
import mustache from "mustache";
import { RpcError } from "../../../decorators/index.js";
import type { NodeRun, NodeType, PortDescription } from "../node-type.js";
import { TemplateData } from "./template-data.js";
import { TemplateWriter } from "./template-writer.js";

const FORMATS = ["text", "html"] as const;

export class TemplateParams {
  /** In Mustache: `{{name}}`, `{{#items}}...{{/items}}`; it sees the inputs as its data. */
  @IsString()
  template!: string;

  /** What the template makes. In HTML the values are escaped. */
  @IsIn(FORMATS)
  format: (typeof FORMATS)[number] = "text";
}

/** Fills a Mustache template with its inputs. A template has no logic, and sees nothing but the inputs. */
@injectable()
export class TemplateNode implements NodeType {
  readonly type = "template";
  readonly title = "Template";
  readonly category = "Text";
  readonly description = "Fills a Mustache template with its inputs.";
  readonly parameters = TemplateParams;
  readonly inputs: PortDescription[] = [{ name: "*", type: "any" }];
  readonly outputs: PortDescription[] = [{ name: "text", type: "string" }];

  async execute({ inputs, parameters: { template, format } }: NodeRun<TemplateParams>) {
    const writer = new TemplateWriter(format === "html" ? mustache.escape : String);
    try {
      // No partials are given, not even none: an object would have those it inherits.
      return { text: writer.render(template, new TemplateData(inputs)) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new RpcError("TEMPLATE_ERROR", `The template cannot be filled: ${reason}`, { cause: error });
    }
  }
}

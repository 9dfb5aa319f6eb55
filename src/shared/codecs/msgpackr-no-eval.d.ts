// msgpackr ships this build without types of its own; its interface is the main entry's.
declare module "msgpackr/index-no-eval" {
  export { addExtension, Packr, Unpackr } from "msgpackr";
}

import type jsonata from "jsonata";

declare module "jsonata" {
  interface Focus {
    /** Left out of its types: a list that, when it ends up with one member, becomes that member. */
    createSequence(): unknown[];
  }
}

/** What JSONata calls its functions on. */
export type Focus = jsonata.Focus;

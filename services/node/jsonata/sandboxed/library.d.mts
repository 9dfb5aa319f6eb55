/** The text of the JSONata library, a script that defines the global `jsonata`. */
export const library: string;

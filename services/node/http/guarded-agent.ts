import dns from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector } from "undici";
import { RpcError } from "../../../decorators/index.js";

/** Says whether a connection to an IP address may be made. */
export type AddressRule = (address: string) => boolean;

/**
 * Makes connections to permitted addresses alone. The address that is checked is the one that is
 * connected to, so a name that resolves otherwise the next time gains nothing.
 */
export function guardedAgent(permitted: AddressRule, resolve = dns.lookup): Agent {
  const connect = buildConnector({ lookup: guardedLookup(permitted, resolve) });
  return new Agent({
    connect(options, callback) {
      // What is an address already is not looked up.
      const host = options.hostname.replace(/^\[(.*)\]$/, "$1");
      if (isIP(host) !== 0 && !permitted(host)) callback(refusal(host, host), null);
      else connect(options, callback);
    },
  });
}

/** Refuses a name when any of its addresses is, as any of them may be tried. */
function guardedLookup(permitted: AddressRule, resolve: typeof dns.lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const refused = addresses.find(({ address }) => !permitted(address));
      if (refused !== undefined) return callback(refusal(hostname, refused.address), []);
      if (options.all) return callback(null, addresses);
      const [first] = addresses;
      callback(null, first?.address ?? "", first?.family);
    });
  };
}

function refusal(host: string, address: string): RpcError {
  const name = host === address ? address : `${host} (${address})`;
  return new RpcError(
    "FORBIDDEN",
    `${name} is not on the public internet, and private addresses are not allowed`,
    {
      data: { host, address },
    },
  );
}

// The vendor's own client against the sandbox: node iletimerkezi.mjs ADDRESS KEY HASH
// Prints what it makes of a balance, and of one with a wrong hash, as JSON.
import sdk from "@iletimerkezi/iletimerkezi-node";

const [address, key, hash] = process.argv.slice(2);

const balance = async (hash) => {
  const client = new sdk.IletiMerkeziClient(key, hash);
  // It has no option for the address; this is what its own tests could set too.
  client.httpClient.baseUrl = `${address}/v1/`;
  const told = await client.account().balance();
  return { ...told.toJSON(), code: told.getErrorCode() };
};

console.log(JSON.stringify({ right: await balance(hash), wrong: await balance(`${hash}-wrong`) }));

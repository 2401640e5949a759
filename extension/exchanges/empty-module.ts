/** Stands in for the optional Node parts of ccxt (proxies, protobuf, chain signers) that a browser build never calls. */
export default {};

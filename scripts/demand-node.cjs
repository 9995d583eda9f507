// Runs before anything is built, also on a Node that is too old for this project: so it is written as JavaScript of 2009.
var needed = require("../package.json").engines.node.replace(/^>=/, "");
var wanted = needed.split(".");
var running = process.versions.node.split(".");

if (+running[0] < +wanted[0] || (+running[0] === +wanted[0] && +running[1] < +wanted[1])) {
  console.error(
    "oauth-app-gateway needs Node.js " + needed + " or newer, and this is " + process.versions.node + ": see https://nodejs.org"
  );
  process.exit(1);
}

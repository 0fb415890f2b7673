// Runs before `npm test` and `npm run demo`, on whatever Node npm found; plain JavaScript that Node 12 can read.
// The scripts are TypeScript, which Node runs by itself from 22.18 on.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`Ottla's scripts need Node 22.18 or later, and this is Node ${process.versions.node}.

"npm install" brings a suitable one as node_modules/.bin/node, but it is not there: the install script of the package
"node" has not run. Either run

    npm rebuild node --ignore-scripts=false

or put Node 24 on your PATH, and try again.`)
  process.exit(1)
}

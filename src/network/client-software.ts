/** How the client introduces itself to brokers (KIP-511): it shows in their metrics, beside the client's address. */
export const clientSoftwareName = 'ottla'

/** The package's version. A test keeps it equal to the one in `package.json`. */
export const clientSoftwareVersion = '0.1.0'

import { createServer, type AddressInfo } from 'node:net'
import { Aedes } from 'aedes'

/** The same broker with nothing behind it: what our ingest is measured against. Prints its port. */
const broker = await Aedes.createBroker({ concurrency: 1000 })
const server = createServer(broker.handle)
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))

// `pnpm serve`: the server and the dashboard alone, as a province runs them. Logs are JSON lines on standard output.
import { build, spawnServer } from './server.mjs'

build('server', 'web')
const server = spawnServer({ stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill('SIGTERM'))
server.on('exit', (code, signal) => (process.exitCode = code ?? (signal === 'SIGTERM' ? 0 : 1)))

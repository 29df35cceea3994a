import { anomaliesCommand } from './anomalies-command.js'
import { runCommand } from './run-command.js'

await runCommand(anomaliesCommand)

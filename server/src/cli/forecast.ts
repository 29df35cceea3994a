import { fitSeasonal } from '../adapters/augurs.js'
import { forecastCommand } from './forecast-command.js'
import { runCommand } from './run-command.js'

await runCommand((args, print, warn) => forecastCommand(args, { print, warn, fit: fitSeasonal }))

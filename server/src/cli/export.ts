import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig } from '../config.js'
import { exportCommand } from './export-command.js'
import { runCommand } from './run-command.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')

await runCommand((args, print) => exportCommand(args, print, readConfig(root)))

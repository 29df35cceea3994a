import { rulesCommand } from './rules-command.js'
import { runCommand } from './run-command.js'

await runCommand(async (args, print) => {
  if (!(await rulesCommand(args, print))) process.exitCode = 1
})

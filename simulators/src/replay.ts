import { parseReplayOptions, REPLAY_HELP } from './replay-options.js'
import { runProgram } from './run-program.js'
import { runReplay } from './run-replay.js'

await runProgram(async (context) => {
  const options = parseReplayOptions(process.argv.slice(2))
  if (options !== 'help') return runReplay(options, context)
  process.stdout.write(REPLAY_HELP)
  return 0
})

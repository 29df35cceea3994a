import { fileURLToPath } from 'node:url'
import { runProgram } from './run-program.js'
import { runSim } from './run-sim.js'
import { parseSimOptions, SIM_HELP } from './sim-options.js'

const HUE = fileURLToPath(new URL('../../provinces/hue', import.meta.url))

await runProgram(async (context) => {
  const options = parseSimOptions(process.argv.slice(2), { province: HUE })
  if (options !== 'help') return runSim(options, context)
  process.stdout.write(SIM_HELP)
  return 0
})

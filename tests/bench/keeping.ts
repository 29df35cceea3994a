import { keepingDrill } from '../keeping-drill.js'
import { say } from './measure-load.js'

/** Copies of a server's folder at random moments and with a cut log; the argument is how many seeds of ten copies each. */
export async function benchKeeping(): Promise<void> {
  for (let seed = 1; seed <= Number(process.argv[3] ?? 10); seed++) {
    const { acknowledged, archived, hours, faults } = await keepingDrill(seed, 10)
    say(
      `seed ${seed}: 10 copies whole and 10 with a cut log, ${acknowledged.toLocaleString('en')} observations ` +
        `acknowledged, ${archived} months archived, ${hours} hours; ${faults.length} faults`,
    )
    for (const fault of faults.slice(0, 20)) say(`  ${fault}`)
    if (faults.length > 0) process.exitCode = 1
  }
}

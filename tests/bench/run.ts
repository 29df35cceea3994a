import { benchFlood } from './flood.js'
import { benchFanout } from './fanout.js'
import { benchFuzz } from './fuzz.js'
import { benchAlarms } from './alarms.js'
import { benchEarly } from './early.js'
import { benchForecast } from './forecast.js'
import { benchIngest } from './ingest.js'
import { benchKill } from './kill.js'
import { benchLearning } from './learning.js'
import { benchMap } from './map.js'
import { benchPassings } from './passings.js'
import { benchQuality } from './quality.js'
import { benchOverview } from './overview.js'
import { benchOverload } from './overload.js'
import { benchRestart } from './restart.js'
import { benchSpool } from './spool.js'
import { benchStore } from './store.js'
import { benchKeeping } from './keeping.js'
import { benchOutsideBroker } from './outside-broker.js'
import { benchTruth } from './truth.js'
import { benchWall } from './wall.js'

/** `pnpm bench NAME`: each measures against something else in the same run and prints its table. */
const BENCHES: Record<string, () => Promise<void>> = {
  fanout: benchFanout,
  flood: benchFlood,
  fuzz: benchFuzz,
  alarms: benchAlarms,
  ingest: benchIngest,
  early: benchEarly,
  forecast: benchForecast,
  keeping: benchKeeping,
  kill: benchKill,
  learning: benchLearning,
  map: benchMap,
  passings: benchPassings,
  quality: benchQuality,
  overload: benchOverload,
  overview: benchOverview,
  restart: benchRestart,
  spool: benchSpool,
  store: benchStore,
  'outside-broker': benchOutsideBroker,
  truth: benchTruth,
  wall: benchWall,
}

const bench = BENCHES[process.argv[2] ?? '']
if (bench) await bench()
else {
  process.stderr.write(`pnpm bench ${Object.keys(BENCHES).join(' | ')}\n`)
  process.exitCode = 2
}

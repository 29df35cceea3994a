import type { Api } from './api.js'
import { alarmRoutes } from './alarm-routes.js'
import { anomalyRoutes } from './anomaly-routes.js'
import { batchKeyRoutes } from './batch-key-routes.js'
import { channelRoutes } from './channel-routes.js'
import { forecastRoutes } from './forecast-routes.js'
import { gatewayRoutes } from './gateway-routes.js'
import { groundRoutes } from './ground-routes.js'
import { healthRoutes } from './health-routes.js'
import { importRoutes } from './import-routes.js'
import { latestRoutes } from './latest-routes.js'
import { ledgerRoutes } from './ledger-routes.js'
import { maintenanceRoutes } from './maintenance-routes.js'
import { observationRoutes } from './observation-routes.js'
import { overviewRoutes } from './overview-routes.js'
import { peopleRoutes } from './people-routes.js'
import { peopleSessionRoutes } from './people-session-routes.js'
import { photoRoutes } from './photo-routes.js'
import { provinceRoutes } from './province-routes.js'
import { qualityRoutes } from './quality-routes.js'
import { refusalRoutes } from './refusal-routes.js'
import { reportRoutes } from './report-routes.js'
import { ruleRoutes } from './rule-routes.js'
import { sessionRoutes } from './session-routes.js'
import { shiftRoutes } from './shift-routes.js'
import { stationRoutes } from './station-routes.js'
import { storageRoutes } from './storage-routes.js'
import { systemRoutes } from './system-routes.js'
import { tokenRoutes } from './token-routes.js'

/** Every file of routes; each says by its options what it needs. */
const ROUTES = [
  healthRoutes,
  sessionRoutes,
  provinceRoutes,
  groundRoutes,
  stationRoutes,
  photoRoutes,
  importRoutes,
  batchKeyRoutes,
  gatewayRoutes,
  latestRoutes,
  observationRoutes,
  overviewRoutes,
  reportRoutes,
  forecastRoutes,
  anomalyRoutes,
  alarmRoutes,
  qualityRoutes,
  maintenanceRoutes,
  shiftRoutes,
  ledgerRoutes,
  storageRoutes,
  refusalRoutes,
  systemRoutes,
  channelRoutes,
  ruleRoutes,
  peopleRoutes,
  peopleSessionRoutes,
  tokenRoutes,
] as const

/** What all of them need together. */
export type RoutesOptions = All<Parameters<(typeof ROUTES)[number]>[1]>

type All<Each> = (Each extends unknown ? (each: Each) => void : never) extends (all: infer Together) => void
  ? Together
  : never

export function addRoutes(app: Api, options: RoutesOptions): void {
  for (const add of ROUTES) add(app, options)
}

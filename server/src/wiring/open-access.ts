import { randomBytes } from 'node:crypto'
import type { StationId } from '@ioc/shared/ids'
import { createAudit } from '../access/audit.js'
import { createBatchKeys } from '../access/batch-keys.js'
import { createClaim } from '../access/claim.js'
import { createChangePassword } from '../access/change-password.js'
import { createDevices } from '../access/devices.js'
import { createPeople } from '../access/people.js'
import { createRefusalLog } from '../access/refusal-log.js'
import { createRefusals } from '../access/refusals.js'
import { may } from '../access/roles.js'
import { createSignIn } from '../access/sign-in.js'
import { createTokens } from '../access/tokens.js'
import { createArgon2Passwords } from '../adapters/argon2.js'
import { openAccessStore } from '../adapters/duckdb/access-store.js'
import type { Database } from '../adapters/duckdb/database.js'
import type { Config } from '../config.js'
import type { Events } from '../events.js'
import type { Refused } from '../ports/access.js'
import type { Clock } from '../ports/clock.js'
import type { Registry } from '../ports/registry.js'
import { writeSimCredentials } from '../sim-credentials.js'
import type { Stations } from '../stations/stations.js'

interface AccessOptions {
  config: Config
  database: Database
  registry: Registry
  stations: Stations
  /** The station or gateway of this id, where there is one. */
  known: (id: string) => StationId | null
  clock: Clock
  events: Events
  tellPassword: (password: string) => void
  /** The sender's old secret holds no longer: who came in with it must sign in again. */
  onOldStopped: (sender: StationId) => void
  /** A session or a token ended: who still listens with it must go. */
  onEnded: () => void
}

export type Access = Awaited<ReturnType<typeof openAccess>>

/** Wires who may do what: people, programs and devices. */
export async function openAccess({
  config,
  database,
  registry,
  stations,
  known,
  clock,
  events,
  tellPassword,
  onOldStopped,
  onEnded,
}: AccessOptions) {
  const store = await openAccessStore(database)
  const tokens = await createTokens({ store, random: randomBytes, clock, onEnded })
  const passwords = createArgon2Passwords()
  const people = await createPeople({ store, passwords, tokens, random: randomBytes, clock })
  const madePassword = await people.ensureFirst(config.adminPassword)
  if (madePassword) tellPassword(madePassword)
  const audit = createAudit({ store, clock, onRecord: events.audit })
  const onUnkept = (cause: unknown) => events.warning(`a secret's end was not kept: ${String(cause)}`)
  const devices = await createDevices({ registry, stations, known, random: randomBytes, clock, onOldStopped, onUnkept })
  if (config.simCredentials) await writeSimCredentials(config.simCredentials, devices.ensureSimulatedSecrets)
  const changePassword = createChangePassword({ people, audit, clock })
  const signIn = createSignIn({ people, tokens, audit, clock })
  const refusals = createRefusals()
  const refusalLog = createRefusalLog({ clock, tell: events.refusalTold })
  function onRefused(refused: Refused): void {
    refusals.note(refused, clock.now())
    events.deviceRefused(refused)
    refusalLog.note(refused)
  }
  const batchKeys = await createBatchKeys({ store, random: randomBytes, clock })
  const claim = createClaim({ keys: batchKeys, stations, issue: devices.issue, audit, clock, onRefused })
  return {
    /** What is asked over HTTP. */
    calls: {
      may,
      findToken: tokens.find,
      tokens,
      people,
      signIn,
      changePassword,
      record: audit.record,
      auditTrail: audit.list,
      issueSecret: devices.issue,
      issueSecrets: devices.issueAll,
      batchKeys,
      claim,
      refusals: refusals.list,
    },
    authenticate: devices.authenticate,
    forget: devices.forget,
    onRefused,
    close() {
      refusalLog.close()
      devices.close()
      store.close()
    },
  }
}

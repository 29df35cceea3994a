import type { Gateway } from '@ioc/shared/gateway'
import type { StationId } from '@ioc/shared/ids'
import type { Retention } from '@ioc/shared/retention'
import type { Rule } from '@ioc/shared/rule'
import type { Area, Station } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'

/** A change to a station; null removes a fact that may be missing. */
export type StationPatch = { [K in keyof Omit<Station, 'id'>]?: Station[K] | null | undefined }

/** The stations as whoever works with their values sees them: from memory, without a promise. */
export interface KnownStations {
  get(id: StationId): Station | undefined
  /** All of them in no order, without a copy. */
  values(): Iterable<Station>
}

/** The living copy of the province: what the seed brought and what people changed since. */
export interface Registry {
  /** The seed this data folder was made from; null in a new folder. */
  province(): Promise<{ id: string; version: number } | null>
  /** One transaction: the seed's identity with its stations, areas and rules. */
  seed(seed: { id: string; version: number; stations: Station[]; areas: Area[]; rules: Rule[] }): Promise<void>
  stations(): Promise<Station[]>
  /** All of them, new or changed, or none; each id once. */
  putStations(stations: readonly Station[]): Promise<void>
  removeStation(id: StationId): Promise<void>
  gateways(): Promise<Gateway[]>
  putGateway(gateway: Gateway): Promise<void>
  /** With its secret. */
  removeGateway(id: StationId): Promise<void>
  areas(): Promise<Area[]>
  rules(): Promise<Rule[]>
  /** One transaction: the rules become these, and each change is noted. */
  changeRules(changes: readonly RuleVersion[]): Promise<void>
  /** What was noted of a rule, oldest first; a rule that nobody changed has no notes. */
  ruleVersions(id: string): Promise<RuleVersion[]>
  /** Null: nobody has decided anything. */
  retention(): Promise<Retention | null>
  putRetention(retention: Retention): Promise<void>
  secrets(): Promise<DeviceSecret[]>
  /** All of them or none; each station once. */
  putSecrets(secrets: readonly DeviceSecret[]): Promise<void>
}

/** A rule as someone made it. */
export interface RuleVersion {
  id: string
  version: number
  at: EpochMs
  by: string
  /** Null: it was removed. */
  rule: Rule | null
}

export interface DeviceSecret {
  /** A station or a gateway. */
  station: StationId
  /** SHA-256 of the secret, hex. */
  sha256: string
  changedAt: EpochMs
  /** The one before it, while it still holds. */
  old: { sha256: string; until: EpochMs } | null
}

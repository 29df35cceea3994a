/**
 * The embedded database, version by version. A released version is never edited: a change is a new one at the end.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE datastreams (id INTEGER PRIMARY KEY, station VARCHAR NOT NULL, property VARCHAR NOT NULL);
  -- Days that have closed, sorted by datastream and time; and the open day, in order of arrival.
  CREATE TABLE observations (ds INTEGER NOT NULL, time BIGINT NOT NULL, value DOUBLE NOT NULL, flags UTINYINT NOT NULL, received BIGINT NOT NULL);
  CREATE TABLE observations_hot (ds INTEGER NOT NULL, time BIGINT NOT NULL, value DOUBLE NOT NULL, flags UTINYINT NOT NULL, received BIGINT NOT NULL);
  CREATE TABLE corrections (ds INTEGER NOT NULL, time BIGINT NOT NULL, value DOUBLE NOT NULL, flags UTINYINT NOT NULL, received BIGINT NOT NULL, replaced BIGINT NOT NULL);
  CREATE TABLE rejections (id BIGINT NOT NULL, time BIGINT NOT NULL, station VARCHAR NOT NULL, topic VARCHAR NOT NULL, reason VARCHAR NOT NULL, detail VARCHAR NOT NULL, payload BLOB NOT NULL);
  -- The ledger grows by appended rows and is summed up when the database opens.
  CREATE TABLE ledger (station VARCHAR NOT NULL, received BIGINT NOT NULL, stored BIGINT NOT NULL, duplicate BIGINT NOT NULL, corrected BIGINT NOT NULL, bytes BIGINT NOT NULL, missed BIGINT NOT NULL, last_seen BIGINT NOT NULL);
  CREATE TABLE ledger_rejected (station VARCHAR NOT NULL, reason VARCHAR NOT NULL, n BIGINT NOT NULL);

  CREATE TABLE province (id VARCHAR NOT NULL, version INTEGER NOT NULL);
  CREATE TABLE stations (id VARCHAR PRIMARY KEY, document VARCHAR NOT NULL);
  CREATE TABLE areas (id VARCHAR PRIMARY KEY, document VARCHAR NOT NULL);
  CREATE TABLE rules (id VARCHAR PRIMARY KEY, document VARCHAR NOT NULL);
  CREATE TABLE device_secrets (station VARCHAR PRIMARY KEY, sha256 VARCHAR NOT NULL, changed BIGINT NOT NULL);

  CREATE TABLE people (name VARCHAR PRIMARY KEY, role VARCHAR NOT NULL, password_hash VARCHAR NOT NULL, created BIGINT NOT NULL);
  CREATE TABLE access_tokens (id VARCHAR PRIMARY KEY, kind VARCHAR NOT NULL, name VARCHAR NOT NULL, role VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, created BIGINT NOT NULL, expires BIGINT NOT NULL);
  CREATE TABLE audit (time BIGINT NOT NULL, who VARCHAR NOT NULL, action VARCHAR NOT NULL, subject VARCHAR NOT NULL, detail VARCHAR NOT NULL);

  CREATE TABLE alarm_events (seq BIGINT NOT NULL, time BIGINT NOT NULL, alarm VARCHAR NOT NULL, raised_at BIGINT NOT NULL, state VARCHAR NOT NULL, document VARCHAR NOT NULL);
  CREATE TABLE alarm_conditions (key VARCHAR PRIMARY KEY, state VARCHAR NOT NULL);
  `,
  `
  -- What a remote store has not got yet, in the order of the commits; what it refused; which store it is, and whether
  -- every observation has gone through the queue since; and the ranges of time of what has left for it.
  CREATE TABLE spool (seq BIGINT NOT NULL, ds INTEGER NOT NULL, time BIGINT NOT NULL, value DOUBLE NOT NULL, flags UTINYINT NOT NULL, received BIGINT NOT NULL, unsure BOOLEAN NOT NULL);
  CREATE TABLE spool_refused (ds INTEGER NOT NULL, time BIGINT NOT NULL);
  CREATE TABLE spool_target (address VARCHAR NOT NULL, complete BOOLEAN NOT NULL);
  CREATE TABLE forwarded (ds INTEGER NOT NULL, first BIGINT NOT NULL, last BIGINT NOT NULL);
  `,
  `
  CREATE TABLE gateways (id VARCHAR PRIMARY KEY, document VARCHAR NOT NULL);
  `,
  `
  -- The secret before, while it still holds.
  ALTER TABLE device_secrets ADD COLUMN old_sha256 VARCHAR;
  ALTER TABLE device_secrets ADD COLUMN old_until BIGINT;
  `,
  `
  -- How long an observation took is a small number beside its time; when it arrived is a large one.
  CREATE TABLE next (ds INTEGER NOT NULL, time BIGINT NOT NULL, value DOUBLE NOT NULL, flags UTINYINT NOT NULL, delay BIGINT NOT NULL);
  INSERT INTO next SELECT ds, time, value, flags, received - time FROM observations;
  DROP TABLE observations;
  ALTER TABLE next RENAME TO observations;
  CREATE TABLE next (ds INTEGER NOT NULL, time BIGINT NOT NULL, value DOUBLE NOT NULL, flags UTINYINT NOT NULL, delay BIGINT NOT NULL);
  INSERT INTO next SELECT ds, time, value, flags, received - time FROM observations_hot;
  DROP TABLE observations_hot;
  ALTER TABLE next RENAME TO observations_hot;

  -- What the observations of each minute, hour and day come to; up to which day; and which days of which datastreams
  -- have to be computed again.
  CREATE TABLE tier_minute (ds INTEGER NOT NULL, start BIGINT NOT NULL, flags UTINYINT NOT NULL, count BIGINT NOT NULL, sum DOUBLE NOT NULL, min DOUBLE NOT NULL, max DOUBLE NOT NULL, last DOUBLE NOT NULL, sin DOUBLE NOT NULL, cos DOUBLE NOT NULL);
  CREATE TABLE tier_hour (ds INTEGER NOT NULL, start BIGINT NOT NULL, flags UTINYINT NOT NULL, count BIGINT NOT NULL, sum DOUBLE NOT NULL, min DOUBLE NOT NULL, max DOUBLE NOT NULL, last DOUBLE NOT NULL, sin DOUBLE NOT NULL, cos DOUBLE NOT NULL);
  CREATE TABLE tier_day (ds INTEGER NOT NULL, start BIGINT NOT NULL, flags UTINYINT NOT NULL, count BIGINT NOT NULL, sum DOUBLE NOT NULL, min DOUBLE NOT NULL, max DOUBLE NOT NULL, last DOUBLE NOT NULL, sin DOUBLE NOT NULL, cos DOUBLE NOT NULL);
  -- Only days with many observations have minutes.
  CREATE TABLE tier_minute_days (ds INTEGER NOT NULL, day BIGINT NOT NULL);
  CREATE TABLE tier_state (rolled BIGINT NOT NULL);
  INSERT INTO tier_state VALUES (0);
  CREATE TABLE tier_dirty (ds INTEGER NOT NULL, day BIGINT NOT NULL);

  -- The months that lie in files; how long a province keeps what; and what it has forgotten.
  CREATE TABLE archive_months (month BIGINT PRIMARY KEY, file VARCHAR NOT NULL);
  CREATE TABLE retention (document VARCHAR NOT NULL);
  CREATE TABLE forgotten (property VARCHAR PRIMARY KEY, before BIGINT NOT NULL);
  `,
  `
  CREATE TABLE maintenance (id VARCHAR PRIMARY KEY, number BIGINT NOT NULL, document VARCHAR NOT NULL);
  `,
  `
  -- What is needed to take a rejected message in again; of those that are here already nobody knows all of it.
  ALTER TABLE rejections ADD COLUMN sender VARCHAR;
  ALTER TABLE rejections ADD COLUMN count BIGINT DEFAULT 1;
  ALTER TABLE rejections ADD COLUMN places VARCHAR;
  ALTER TABLE rejections ADD COLUMN whole BOOLEAN DEFAULT false;
  UPDATE rejections SET sender = station;
  `,
  `
  CREATE TABLE batch_keys (id VARCHAR PRIMARY KEY, document VARCHAR NOT NULL);
  CREATE TABLE batch_claims (key VARCHAR NOT NULL, station VARCHAR NOT NULL, time BIGINT NOT NULL, address VARCHAR NOT NULL, freed BOOLEAN NOT NULL, PRIMARY KEY (key, station));
  `,
  `
  -- What people made of the rules; a removed one has no document. Rules that nobody changed are in none of these rows.
  CREATE TABLE rule_versions (id VARCHAR NOT NULL, version BIGINT NOT NULL, time BIGINT NOT NULL, who VARCHAR NOT NULL, document VARCHAR, PRIMARY KEY (id, version));
  `,
  `
  -- What figures on the alarms are made of, without a look into each document.
  ALTER TABLE alarm_events ADD COLUMN type VARCHAR;
  ALTER TABLE alarm_events ADD COLUMN rule VARCHAR;
  ALTER TABLE alarm_events ADD COLUMN station VARCHAR;
  ALTER TABLE alarm_events ADD COLUMN severity VARCHAR;
  UPDATE alarm_events SET type = document->>'$.type', rule = document->>'$.alarm.rule', station = document->>'$.alarm.station', severity = document->>'$.alarm.severity';
  `,
  `
  -- Ways to tell people of alarms and how they fared; what waits to be sent; and who was told what.
  CREATE TABLE channels (id VARCHAR PRIMARY KEY, document VARCHAR NOT NULL, health VARCHAR);
  CREATE TABLE notices (id VARCHAR PRIMARY KEY, channel VARCHAR NOT NULL, step INTEGER NOT NULL, time BIGINT NOT NULL, document VARCHAR NOT NULL);
  CREATE TABLE told (channel VARCHAR NOT NULL, step INTEGER NOT NULL, alarm VARCHAR NOT NULL, document VARCHAR NOT NULL, PRIMARY KEY (channel, step, alarm));
  `,
  `
  -- Forecasts as they were issued, how they did once they were over, and what was chosen for whom. The quantiles are
  -- five FLOATs a step, little-endian.
  CREATE TABLE forecasts (station VARCHAR NOT NULL, property VARCHAR NOT NULL, span VARCHAR NOT NULL, issued BIGINT NOT NULL, model VARCHAR NOT NULL, start BIGINT NOT NULL, step BIGINT NOT NULL, scale DOUBLE NOT NULL, quantiles BLOB NOT NULL);
  CREATE TABLE forecast_scores (station VARCHAR NOT NULL, property VARCHAR NOT NULL, span VARCHAR NOT NULL, issued BIGINT NOT NULL, model VARCHAR NOT NULL, count INTEGER NOT NULL, error DOUBLE NOT NULL, scaled DOUBLE NOT NULL, pinball DOUBLE NOT NULL, within50 INTEGER NOT NULL, within90 INTEGER NOT NULL);
  CREATE TABLE forecast_choices (station VARCHAR NOT NULL, property VARCHAR NOT NULL, span VARCHAR NOT NULL, chosen BIGINT NOT NULL, document VARCHAR NOT NULL, PRIMARY KEY (station, property, span));
  `,
  `
  -- The highest number a rejection ever had, written where one is withdrawn: none is given twice.
  CREATE TABLE rejection_marks (id BIGINT NOT NULL);
  `,
  `
  -- What shifts leave to each other; nothing here is ever changed but by the second signature.
  CREATE TABLE shift_notes (id VARCHAR PRIMARY KEY, time BIGINT NOT NULL, document VARCHAR NOT NULL);
  CREATE TABLE handovers (id VARCHAR PRIMARY KEY, time BIGINT NOT NULL, document VARCHAR NOT NULL);
  `,
  `
  -- From when to when what was good of a datastream was taken as suspect.
  CREATE TABLE suspicions (datastream VARCHAR NOT NULL, began BIGINT NOT NULL, ended BIGINT, document VARCHAR NOT NULL, PRIMARY KEY (datastream, began));
  `,
  `
  -- What the seasonal naive did beside a forecast; of those judged before nobody knows, but that it usually errs by one.
  ALTER TABLE forecast_scores ADD COLUMN floor DOUBLE;
  UPDATE forecast_scores SET floor = count;
  `,
  `
  -- A handover tells how many stood how; how the room stood lies beside it and is read when it is asked for.
  ALTER TABLE handovers ADD COLUMN standing VARCHAR;
  UPDATE handovers SET standing = document->'$.standing';
  UPDATE handovers SET document = json_merge_patch(document, json_object('standing', NULL, 'counts', json_object(
    'open', json_array_length(standing, '$.open'), 'shelved', json_array_length(standing, '$.shelved'),
    'outOfService', json_array_length(standing, '$.outOfService'), 'silent', json_array_length(standing, '$.silent'))));
  `,
  `
  -- How far the steps of a forecast pass a limit each for itself; of those issued before, not at all is said.
  ALTER TABLE forecasts ADD COLUMN above DOUBLE;
  ALTER TABLE forecasts ADD COLUMN below DOUBLE;
  UPDATE forecasts SET above = 0, below = 0;
  `,
]

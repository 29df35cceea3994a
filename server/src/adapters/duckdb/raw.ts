const ROW = 'ds, time, value, flags, delay'

/** SQL: a text. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** SQL: what lies in the database; `where` is put inside so that each table can skip what is out of range. */
export function inDatabase(where: string): string {
  return `(SELECT ${ROW} FROM observations WHERE ${where} UNION ALL SELECT ${ROW} FROM observations_hot WHERE ${where})`
}

/** SQL: what lies in these files of the archive. */
export function inFiles(paths: readonly string[], where: string): string {
  return `(SELECT ${ROW} FROM read_parquet([${paths.map(quoted).join(', ')}]) WHERE ${where})`
}

/**
 * SQL: every observation once, in the database or in the archive.
 *
 * Where both have a place the database is right: it is a correction, or the row has been written to its file and not
 * been deleted yet.
 */
export function everywhere(paths: readonly string[], where: string): string {
  if (paths.length === 0) return inDatabase(where)
  return `(
    SELECT ${ROW} FROM ${inDatabase(where)}
    UNION ALL
    SELECT ${ROW} FROM ${inFiles(paths, where)} ANTI JOIN ${inDatabase(where)} h USING (ds, time))`
}

/**
 * SQL: of these observations (`all` where `where` holds) what had arrived at a moment, with the values that stood then:
 * of a place that was corrected later the one that was replaced.
 */
export function knownThen(all: string, where: string, at: number): string {
  return `(
    SELECT ${ROW} FROM ${all} WHERE time + delay <= ${at}
    UNION ALL
    SELECT ds, time, value, flags, received - time AS delay FROM corrections
    WHERE ${where} AND received <= ${at} AND replaced > ${at})`
}

/** SQL: the same, or all of them where nobody asks what was known. */
export function knownBy(at: number | undefined, all: string, where: string): string {
  return at === undefined ? all : knownThen(all, where, at)
}

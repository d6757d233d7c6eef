namespace Cocoon.Storage.Postgres;

/// <summary>How far a database's schema is.</summary>
/// <param name="Applied">The steps it has, oldest first.</param>
/// <param name="Pending">The names of the steps that this program has and the database lacks, in order.</param>
public sealed record PostgresSchemaStatus(IReadOnlyList<PostgresAppliedStep> Applied, IReadOnlyList<string> Pending);

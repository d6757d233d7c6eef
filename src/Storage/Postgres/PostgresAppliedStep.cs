namespace Cocoon.Storage.Postgres;

/// <summary>A step of the schema that a database has.</summary>
/// <param name="Version">What the schema was after it.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Checksum">SHA-256 of its text, lowercase hex.</param>
/// <param name="AppliedAt">When, by the database's clock.</param>
public sealed record PostgresAppliedStep(int Version, string Name, string Checksum, DateTimeOffset AppliedAt);

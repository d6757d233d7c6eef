namespace Cocoon.Storage.Postgres;

/// <summary>A tick that was claimed, and that nobody else will deliver.</summary>
/// <param name="GrainId">Who is to be told.</param>
/// <param name="Name">The reminder's name.</param>
/// <param name="Status">When it was due first, how often it comes, and the database's time now.</param>
internal sealed record DueReminder(GrainId GrainId, string Name, TickStatus Status);

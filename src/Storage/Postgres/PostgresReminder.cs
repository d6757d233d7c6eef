namespace Cocoon.Storage.Postgres;

/// <summary>What a grain holds of a reminder it registered.</summary>
/// <param name="GrainId">Whose it is.</param>
/// <param name="ReminderName">Its name.</param>
/// <param name="Version">Of its registration; ticks do not change it.</param>
internal sealed record PostgresReminder(GrainId GrainId, string ReminderName, long Version) : IGrainReminder;

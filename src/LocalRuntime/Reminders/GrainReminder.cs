using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Reminders;

/// <summary>What a grain holds of a reminder it registered.</summary>
internal sealed record GrainReminder(GrainId GrainId, string ReminderName, string ETag) : IGrainReminder;

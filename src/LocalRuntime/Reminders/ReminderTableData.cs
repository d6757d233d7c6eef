namespace Orleans;

/// <summary>Rows read from the reminder table.</summary>
public sealed class ReminderTableData
{
    public ReminderTableData() : this([])
    {
    }

    public ReminderTableData(ReminderEntry entry) : this([entry])
    {
    }

    public ReminderTableData(IEnumerable<ReminderEntry> list) => Reminders = list.ToList();

    public IList<ReminderEntry> Reminders { get; }

    public override string ToString() => $"[{Reminders.Count} reminders: {string.Join(", ", Reminders)}]";
}

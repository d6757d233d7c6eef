namespace Orleans.Runtime;

/// <summary>A reminder could not be stored or removed.</summary>
public sealed class ReminderException(string message) : OrleansException(message);

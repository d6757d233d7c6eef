namespace Cocoon.Silo.Settings;

/// <summary>A person who may open the operations pages.</summary>
public sealed class OperatorSettings
{
    /// <summary>Name, as it stands in the audit log: 1 to 64 letters, digits, '.', '-' and '_'. Required.</summary>
    public string? Name { get; init; }

    /// <summary>Viewer reads; Operator also acts. Default: Viewer.</summary>
    public OperatorRole Role { get; init; } = OperatorRole.Viewer;

    /// <summary>SHA-256 of the person's key, 64 hex digits. Make keys at random, of 16 bytes at least. Required.</summary>
    public string? KeyHash { get; init; }
}

namespace Cocoon.Silo.Settings;

/// <summary>Which program reads the settings.</summary>
public enum ProcessKind
{
    /// <summary><c>cocoon silo</c>.</summary>
    Silo,

    /// <summary><c>cocoon gateway</c>.</summary>
    Gateway,
}

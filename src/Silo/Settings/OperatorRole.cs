namespace Cocoon.Silo.Settings;

/// <summary>What a person may do on the operations pages.</summary>
public enum OperatorRole
{
    /// <summary>Reads.</summary>
    Viewer,

    /// <summary>Reads and acts.</summary>
    Operator,
}

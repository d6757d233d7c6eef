namespace Cocoon.Grains.Operations;

/// <summary>What an entry of the audit log says of an action. Numbers are stored.</summary>
[GenerateSerializer, Alias("cocoon.audit-phase")]
public enum AuditPhase
{
    /// <summary>Someone who may has confirmed it; it is about to be tried.</summary>
    Asked = 1,

    /// <summary>It was carried out.</summary>
    Done = 2,

    /// <summary>It was not carried out, or nobody knows; the detail says which.</summary>
    Failed = 3,
}

namespace Cocoon.RaTls.Connections;

/// <summary>Which end of a connection this process is.</summary>
public enum RaTlsSide
{
    /// <summary>It was called.</summary>
    Inbound,

    /// <summary>It calls.</summary>
    Outbound,
}

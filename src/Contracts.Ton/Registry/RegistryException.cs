namespace Cocoon.Ton.Registry;

/// <summary>A registry that can be read does not make a market: something is missing or contradicts itself. The message says what to change.</summary>
public sealed class RegistryException(string message) : Exception(message);

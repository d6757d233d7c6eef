namespace Cocoon.ClusterKit;

/// <summary>A cluster could not be built or run; the message says what to do.</summary>
public sealed class ClusterException(string message) : Exception(message);

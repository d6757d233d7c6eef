namespace Cocoon.Core.Tests.Models;

/// <summary>The real state machine does not do what the model says.</summary>
internal sealed class ModelException(string message) : Exception(message);

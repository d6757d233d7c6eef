namespace Cocoon.Gateway.Playground;

/// <summary>One file of the page.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Type">Its media type.</param>
/// <param name="Version">Its entity tag, quotes included.</param>
internal sealed record PlaygroundFile(byte[] Content, string Type, string Version);

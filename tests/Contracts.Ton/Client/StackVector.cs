namespace Cocoon.Ton.Tests.Client;

/// <param name="Json">A stack in toncenter's form.</param>
/// <param name="Items">What each item is, in short.</param>
public sealed record StackVector(string Json, string[] Items);

using System.Runtime.Versioning;

// What runs programs says ToolFact, and is skipped elsewhere.
[assembly: SupportedOSPlatform("linux")]

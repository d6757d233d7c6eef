Console.Error.WriteLine("cocoon sim: no command yet.");
return 2;
